package scalebook.transactions.saga;

import java.sql.SQLException;
import scalebook.transactions.shop.Order;

/**
 * One local transaction of a saga, and what undoes it. Both may be called again, late and in the
 * wrong order: the first one that arrives decides.
 */
public interface Step {
  String name();

  /** Refused when the participant says no, or when the compensation was there first. */
  void act(Order order) throws SQLException;

  /** After it the action has no effect, whether it came before or is still on its way. */
  void compensate(Order order) throws SQLException;
}
