"""Clicks on what is drawn as HTML: lines of code, thumbnails, cells of pictures.

An element that can be clicked has the attributes of a `Pick` (`pick.py`), and `listen`
(`listener.py`) tells the page which one was. They are apart, because what makes HTML
registers no component.
"""
