# SPDX-License-Identifier: Apache-2.0
"""Keys, sealed containers and signatures: bytes in, bytes out. Knows no incident, no path and no clock."""
