"""The notebook of "What ran" prints what the tab shows."""

from lenet.graphs.notebooks.fetches import main


def test_it_prints_what_ran(capsys):
    main()
    text = capsys.readouterr().out
    assert "Value of total: [3. 6. 9.]" in text
    ran = next(line for line in text.splitlines() if line.startswith("Ran:"))
    assert "'doubled'" in ran
    assert "'squared'" not in ran
    runs = [line for line in text.splitlines() if line.endswith("updates ran")]
    assert [line.split(", ")[1] for line in runs] == [
        *("0 updates ran", "11 updates ran", "0 updates ran")
    ]
    before, _, after = (line.split(", ")[0].split(": ")[1] for line in runs)
    assert float(after) < float(before)  # `train` trained
