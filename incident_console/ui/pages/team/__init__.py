# SPDX-License-Identifier: Apache-2.0
"""The parts of the page of the team: one pane for each kind of thing, and the work with folders."""
