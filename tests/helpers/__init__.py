# SPDX-License-Identifier: Apache-2.0
"""What tests share: surroundings, guards against leftovers, builders and fakes."""
