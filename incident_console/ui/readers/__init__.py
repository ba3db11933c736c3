# SPDX-License-Identifier: Apache-2.0
"""Ways to read a document: as a laid-out page, as sheets (PDF, pictures), as text, as a table. All from memory."""
