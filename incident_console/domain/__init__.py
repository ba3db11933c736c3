# SPDX-License-Identifier: Apache-2.0
"""What the program is about, in plain data: operations, merge rules, events and errors."""
