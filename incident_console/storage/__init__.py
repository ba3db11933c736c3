# SPDX-License-Identifier: Apache-2.0
"""A station's own encrypted workspace: the record, its index and its replica of the team's files."""
