"""What pages of claims weigh on the wire, over the real base."""

import statistics

from served import on_the_wire
from site_pages import REAL, real_claims

KB = 1000


def test_claim_page_in_the_middle_weighs_at_most_ten_kilobytes(sites):
    sizes = [len(on_the_wire(sites.folders[REAL] / f"claims/{name}.html")) for name in real_claims()]
    assert len(sizes) > 70
    assert statistics.median(sizes) <= 10 * KB
