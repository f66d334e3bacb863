package scalebook.transactions.stage;

import scalebook.transactions.shop.Orders;

/** What became of some orders, one after the other, and what the databases hold then. */
public record Placed(int orders, int placed, Invariant.Finding finding) {
  /** The first {@code count} of these buyers. */
  public static Placed of(ShopDatabases databases, Orders orders, Buyers buyers, int count)
      throws Exception {
    databases.fill();
    int placed = 0;
    for (long id = 1; id <= count; id++) {
      placed += orders.place(buyers.order(id)) ? 1 : 0;
    }
    return new Placed(count, placed, databases.invariant().check());
  }

  public int refused() {
    return orders - placed;
  }

  public int half() {
    return finding.violations().size();
  }
}
