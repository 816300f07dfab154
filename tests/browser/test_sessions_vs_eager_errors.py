"""Session errors in a browser: the lines to read and the line that raised stand out."""

from urllib.parse import urlencode

from playwright.sync_api import expect

from tests.browser.steps import complete

# The lines of all visible boxes that stand out, by what makes them.
MARKED = """
() => {
  const lines = [...document.querySelectorAll(".lit-code .line")]
    .filter((line) => line.checkVisibility());
  const text = (line) => line.textContent.trim();
  const style = (line) => getComputedStyle(line);
  return {
    read: lines.filter((line) =>
      style(line).backgroundColor !== "rgba(0, 0, 0, 0)").map(text),
    raised: lines.filter((line) => style(line).boxShadow !== "none").map(text),
  };
}
"""


def test_the_fault_the_message_and_the_raising_line_stand_out(visit):
    query = {
        "sessions_vs_eager_part": "Session errors",
        "sessions_vs_eager_fault": "A tensor of another graph",
    }
    page = visit(f"/sessions_vs_eager?{urlencode(query)}")
    run = page.get_by_role("button", name="Run it")
    expect(run).to_be_visible()
    complete(page)
    assert page.evaluate(MARKED) == {"read": [], "raised": []}
    run.click()
    expect(page.get_by_text("must be from the same graph")).to_be_visible()
    complete(page)
    marked = page.evaluate(MARKED)
    assert marked["raised"] == ['total = tf.matmul(images, weights, name="total")']
    fault, message = marked["read"]
    assert fault == "with tf.Graph().as_default() as graph:"
    assert message.startswith('Tensor("weights:0"')
    page.set_viewport_size({"width": 390, "height": 844})
    main = page.get_by_test_id("stMain")
    expect(main).to_have_js_property("scrollWidth", 390)
    assert page.evaluate(MARKED) == marked
