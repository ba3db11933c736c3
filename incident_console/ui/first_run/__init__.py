# SPDX-License-Identifier: Apache-2.0
"""How a laptop gets its first workspace: make one, or join a team and wait to be let in."""
