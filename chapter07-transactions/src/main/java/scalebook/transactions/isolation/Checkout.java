package scalebook.transactions.isolation;

import java.sql.SQLException;
import scalebook.transactions.shop.Order;
import scalebook.transactions.shop.Refused;

/**
 * A saga of two steps, pay and ship, as others see it: from the payment on until it is confirmed or
 * refunded, the account shows what may never have been.
 *
 * @param pay the call of {@link Wallets#pay}, over a network that may lose it
 */
public record Checkout(Wallets wallets, Countermeasures how, Wallets.Call pay, Wallets.Call ship) {

  /** False when the order was undone. */
  public boolean place(Order order) throws SQLException {
    return order.quantity() >= how.strictFrom() ? strictly(order) : inSteps(order);
  }

  private boolean inSteps(Order order) throws SQLException {
    try {
      pay.of(order);
      ship.of(order);
    } catch (SQLException no) {
      wallets.refund(order); // paid or not: the call may have been lost
      return false;
    }
    wallets.confirm(order);
    return true;
  }

  private boolean strictly(Order order) throws SQLException {
    try {
      wallets.payLocked(order, ship);
      return true;
    } catch (Refused no) {
      return false; // rolled back
    }
  }
}
