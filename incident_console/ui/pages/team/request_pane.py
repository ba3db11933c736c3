# SPDX-License-Identifier: Apache-2.0
"""Answers a join request: two of the newcomer's words, a role, a code; the words themselves are never shown."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from incident_console.domain.roles import Role as TeamRole
from incident_console.ui.jobs import JobRunner, Lane
from incident_console.ui.membership_words import MEANS, ROLES
from incident_console.ui.pages.team.word_fields import WordFields
from incident_console.ui.team_words import asked_words
from incident_console.ui.theme import Role, TextStyle, Tone
from incident_console.ui.widgets.button import PrimaryButton, SecondaryButton
from incident_console.ui.widgets.choices import ChoiceBox
from incident_console.ui.widgets.detail_pane import DetailPane
from incident_console.ui.widgets.inline_bar import InlineBar
from incident_console.ui.widgets.label import Label
from incident_console.ui.widgets.value_grid import ValueGrid
from incident_console.ui.widgets.visibility import show_when

if TYPE_CHECKING:
    from incident_console.domain.errors import KnownError
    from incident_console.services.team import MemberLine, RequestLine, TeamService
    from incident_console.services.word_check import WordCheck
    from incident_console.ui.models.team_facts import TeamFacts
    from incident_console.ui.models.team_view import RequestShown

_PROVES = "They prove that this request comes from that laptop, and that it sees the right team."
_NEW = "The team knows somebody of this name. A name proves nothing: ask on the phone."
_SAME = "{}, at two laptops: both stay members, each with a role of its own."
_SAME_AGAIN = "{}, whose laptop {} was removed."
_REPLACES = "{} with a new laptop. {} is removed in the same step: its work up to now counts; the team changes its key."


class RequestPane(DetailPane):
    """``admitted(MemberLine)`` comes once the admission is durable, ``put_off(id)`` when it is not wanted now."""

    admitted = Signal(object)
    put_off = Signal(str)

    def __init__(self, team: TeamService, jobs: JobRunner) -> None:
        super().__init__("request-pane", "Join request")
        self._team, self._jobs = team, jobs
        self._line: RequestLine | None = None
        self._check: WordCheck | None = None
        self._wants_focus = False
        self._title = self.add_section("Join request")
        self._headline = self.add_headline("")
        self._explains = self.add_text("")
        self._words, self._bar = WordFields(), InlineBar()
        self._role, self._means = ChoiceBox("Role"), Label("", TextStyle.SMALL, Role.MUTED, is_wrapped=True)
        self._who, self._who_grid = ChoiceBox("Who"), ValueGrid()
        self._who_means = Label("", TextStyle.SMALL, Role.MUTED, is_wrapped=True)
        self._code = QLineEdit()
        self._admit, self._not_now = PrimaryButton("Admit"), SecondaryButton("Not now")
        self._form = self._make_form()
        self._connect()

    def show_request(self, shown: RequestShown, facts: TeamFacts) -> None:
        """Show this request; what was typed for it stays."""
        line = shown.line
        self._title.set_words(f"Join request, {asked_words(line, facts.now)}")
        self._headline.setText(f"“{line.member}”")
        for part in self._form:
            show_when(part, is_shown=facts.may_admit)
        show_when(self._not_now, is_shown=not shown.is_put_off)
        show_when(self._who_grid, is_shown=facts.may_admit and bool(line.namesakes))
        if not facts.may_admit:
            self._line = None
            self._explains.setText(f"Only an admin lets laptops into the team: {', '.join(facts.admins)}.")
        elif self._line is None or self._line.id != line.id:
            self._begin(line)

    def focus_first(self) -> None:
        """Put the keyboard into the first word that is asked, as soon as it is known which."""
        self._wants_focus = self._check is None
        self._words.focus_first()

    def _make_form(self) -> tuple[QWidget, ...]:
        """Make what only an admin sees."""
        for role in ROLES:
            self._role.addItem(role.word, role)
        self._code.setObjectName("station-code")
        self._code.setAccessibleName("Code")
        self._code.setMaxLength(8)
        grid = ValueGrid()
        self._who_grid.add_widget("Who", self._who, is_centred=True)
        self._who_grid.add_widget("", self._who_means)
        grid.add_widget("Role", self._role, is_centred=True)
        grid.add_widget("", self._means)
        grid.add_widget("Code", self._code, is_centred=True)
        self.add_gap()
        for part in (self._words, self._bar):
            self.add_widget(part)
        self.add_gap()
        self.add_widget(self._who_grid)
        self.add_widget(grid)
        self.add_gap()
        return self._words, grid, self.add_buttons([self._admit, self._not_now])

    def _connect(self) -> None:
        self._role.currentIndexChanged.connect(self._say_what_role_means)
        self._who.currentIndexChanged.connect(self._on_who_chosen)
        self._words.submitted.connect(self._on_admit_clicked)
        self._code.returnPressed.connect(self._on_admit_clicked)
        self._admit.clicked.connect(self._on_admit_clicked)
        self._not_now.clicked.connect(self._on_not_now_clicked)

    def _begin(self, line: RequestLine) -> None:
        self._line, self._check = line, None
        self._bar.hide()
        self._words.ask(())
        self._admit.setEnabled(False)
        self._role.setCurrentIndex(self._role.findData(TeamRole.RESPONDER))
        self._say_what_role_means()
        self._offer_namesakes(line)
        self._code.setText(line.code)
        self._explains.setText(f"Phone {line.member}. Which of the eight words to ask for is being worked out.")
        self._jobs.ask(
            partial(self._team.word_check, line.id),
            lane=Lane.POOL,
            on_success=partial(self._on_check, line.id),
            on_failure=partial(self._on_no_check, line.id),
        )

    def _on_check(self, request: str, check: WordCheck) -> None:
        if self._line is not None and self._line.id == request:
            self._check = check
            self._admit.setEnabled(True)
            self._ask()
            if self._wants_focus:
                self.focus_first()

    def _on_no_check(self, request: str, error: KnownError) -> None:
        if self._line is not None and self._line.id == request:
            self._bar.tell_error(error)

    def _ask(self) -> None:
        """Ask for the words of the check, in the text and by the fields."""
        if self._line is None or self._check is None:
            return
        first, second = self._check.places
        self._words.ask(self._check.places)
        self._explains.setText(
            f"Phone {self._line.member}. The new laptop shows eight words: type words {first} and {second} as they are"
            f" read out. {_PROVES}"
        )

    def _say_what_role_means(self) -> None:
        self._means.setText(MEANS[TeamRole(self._role.currentData())])

    def _on_admit_clicked(self) -> None:
        if self._line is None or self._check is None or not self._admit.isEnabled():
            return
        places = self._check.places
        if not self._check.is_right(self._words.typed()):
            self._tell_wrong(self._check, is_asking_others=self._check.places != places)
            return
        self._admit.setEnabled(False)
        self._bar.hide()
        call = self._admission(self._line.id)
        self._jobs.ask(call, on_success=self._on_admitted, on_failure=self._on_refused)

    def _admission(self, request: str) -> partial[MemberLine]:
        code = self._code.text().strip() or None
        known, is_replaced = self._who.currentData() or (None, False)
        if known is not None and is_replaced:
            return partial(self._team.replace, request, known, code)
        role = TeamRole(self._role.currentData())
        return partial(self._team.admit, request, role, code, same_person=known)

    def _offer_namesakes(self, line: RequestLine) -> None:
        """Ask who it is where the team knows somebody of that name; a name alone proves nothing."""
        self._who.clear()
        self._who.addItem("a new person", None)
        for one in line.namesakes:
            self._who.addItem(f"same as on {one.label}", (one.device, False))
        for one in line.namesakes:
            if one.is_active:
                self._who.addItem(f"replaces {one.label}", (one.device, True))
        self._on_who_chosen()

    def _on_who_chosen(self) -> None:
        """A laptop that replaces another has its role."""
        known, is_replaced = self._who.currentData() or (None, False)
        self._role.setEnabled(not is_replaced)
        one = next((each for each in self._line.namesakes if each.device == known), None) if self._line else None
        if one is not None and is_replaced:
            self._role.setCurrentText(one.role)
            self._who_means.setText(_REPLACES.format(one.person, one.label))
        elif one is not None:
            self._who_means.setText((_SAME if one.is_active else _SAME_AGAIN).format(one.person, one.label))
        else:
            self._who_means.setText(_NEW)

    def _tell_wrong(self, check: WordCheck, *, is_asking_others: bool) -> None:
        first, second = check.places
        if is_asking_others:
            self._ask()
            told = f"Now words {first} and {second} are asked for. If they do not fit either, this is another laptop."
            self._bar.tell(Tone.DANGER, "Three wrong answers", told)
        else:
            self._words.mark_wrong(is_wrong=True)
            tries = "1 more try" if check.tries_left == 1 else f"{check.tries_left} more tries"
            told = f"Have words {first} and {second} read out again; {tries}, then others are asked for."
            self._bar.tell(Tone.DANGER, "These are not the two words", told)
        self._words.focus_first()
        self.reveal(self._bar)

    def _on_admitted(self, member: MemberLine) -> None:
        self._line, self._check = None, None
        self.admitted.emit(member)

    def _on_refused(self, error: KnownError) -> None:
        self._admit.setEnabled(True)
        self._bar.tell_error(error)
        self.reveal(self._bar)

    def _on_not_now_clicked(self) -> None:
        if self._line is not None:
            request, self._line = self._line.id, None
            self.put_off.emit(request)
