# SPDX-License-Identifier: Apache-2.0
"""The tests: unit, ui, flows, simulation and architecture, with their helpers and golden files."""
