# SPDX-License-Identifier: Apache-2.0
"""The parts of the tasks page: what it reads and asks for, list, board, form, detail."""
