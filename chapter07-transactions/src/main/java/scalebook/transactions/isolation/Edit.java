package scalebook.transactions.isolation;

import scalebook.transactions.shop.Order;

/**
 * A change of an account and of its statement: {@code remove} goes, {@code add} comes to the end.
 *
 * @param needs only where this stands in the statement; empty: everywhere
 */
record Edit(long cents, String remove, String add, String needs) {
  static Edit pay(Order order, boolean pending) {
    return new Edit(-order.cents(), "", entry(order, pending), "");
  }

  static Edit confirm(Order order) {
    return new Edit(0, entry(order, true), entry(order, false), "");
  }

  static Edit refund(Order order, boolean pending, boolean rereads) {
    String entry = entry(order, pending);
    return new Edit(order.cents(), entry, "", rereads ? entry : "");
  }

  /** {@code [17]}, or {@code [17?]} as long as nobody knows its end. */
  private static String entry(Order order, boolean pending) {
    return "[" + order.id() + (pending ? "?]" : "]");
  }

  boolean fits(String statement) {
    return statement.contains(needs);
  }

  String of(String statement) {
    return statement.replace(remove, "") + add;
  }
}
