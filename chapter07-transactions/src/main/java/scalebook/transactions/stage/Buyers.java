package scalebook.transactions.stage;

import scalebook.transactions.shop.Order;
import scalebook.transactions.shop.Part;

/**
 * Orders by number, the same ones every time.
 *
 * @param tooLarge one order in this number is too large for any truck, and refused in the last
 *     database; 0: none
 */
public record Buyers(int customers, int items, int tooLarge) {
  private static final int CENTS = 100;

  public static final Buyers ORDINARY = new Buyers(40, 20, 7);
  public static final Buyers SENSIBLE = new Buyers(40, 20, 0);

  /** Each of them orders often. */
  public static final Buyers REGULAR = new Buyers(4, 20, 7);

  public Order order(long id) {
    boolean large = tooLarge > 0 && id % tooLarge == 0;
    int quantity = large ? Part.TRUCK + 1 : 1 + (int) (id % 3);
    return new Order(
        id, (int) (id % customers), (int) (id % items), quantity, (long) quantity * CENTS);
  }
}
