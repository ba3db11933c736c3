# SPDX-License-Identifier: Apache-2.0
"""Every widget in every theme at 100 % and 200 %, as pictures to look at: ``python -m tests.ui.gallery OUT``."""
