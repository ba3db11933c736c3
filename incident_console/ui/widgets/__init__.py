# SPDX-License-Identifier: Apache-2.0
"""The parts that every page is built from; each is reachable by keyboard and has a name for screen readers.

How a page is put together, from top to bottom in a QVBoxLayout without margins and spacing:

    header = PageHeader("Tasks")                          # name; add(FilterChips(...)); add_end(SearchField(...))
    bar = InlineBar()                                     # hidden until tell_error(known_error) or tell(tone, ...)
    rows = RowList(COLUMNS, "task-list", "Tasks")         # its model answers KeyRole and RowRole (ui/item_roles.py)
    titles = RowHeader(rows)                              # only where columns have titles
    detail = DetailPane("task-detail", "Task")            # clear(), then add_section, add_headline, add_values, ...
    split = SplitPage(rows_side, detail, "tasks", memory) # rows.row_activated -> split.show_detail

* A model's ``data(index, RowRole)`` is a `Row` made by a plain function of the thing it shows (ui/delegates/row.py);
  ``AccessibleTextRole`` is ``row.spoken()``; headings have no ItemIsEnabled flag. Emit dataChanged for what changed
  and rowsInserted for what came: RowList keeps the reader's place by itself.
* Colours are Roles and Tones, lengths ``theme().px(design pixels)``, fonts ``theme().font(TextStyle...)``; what must
  be set anew after a change of theme or zoom goes into a method given to ``follow_theme``.
* ``Button(words, kind, key="S")`` shows its key and listens to it while no field has the keyboard.
* Words of people go into `Label`, `ElidedLabel`, `InfoRow` or a `Row`: all plain text, never markup.
* Parts that may be empty hide themselves; hide your own with ``show_when``, which never opens a stray window.
* A method that overrides one of Qt's must not raise: the error would surface somewhere else, or not at all.
"""
