# SPDX-License-Identifier: Apache-2.0
"""The parts that every page is built from; each is reachable by keyboard and has a name for screen readers."""
