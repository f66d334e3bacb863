package scalebook.transactions.stage;

import java.sql.SQLException;
import scalebook.transactions.shop.Part;

/**
 * Another coordinator of our kind, which has promised something in one of the databases and is
 * away. When it is closed it takes that back.
 */
public final class Stranger implements AutoCloseable {
  private static final String BRANCH = "'stranger:1', 'shipment', 1396853559";

  private final ShopDatabases databases;

  public Stranger(ShopDatabases databases) throws SQLException {
    this.databases = databases;
    databases.run(
        Part.SHIPMENT,
        "XA START " + BRANCH,
        "INSERT INTO effects (customer, number) VALUES (-1, 1)",
        "XA END " + BRANCH,
        "XA PREPARE " + BRANCH);
  }

  /** Its promise still stands: nobody else has ended it. */
  public boolean leftAlone() throws SQLException {
    return databases.invariant().inDoubt(Part.SHIPMENT).contains("stranger:1shipment");
  }

  @Override
  public void close() throws SQLException {
    if (!leftAlone()) {
      return;
    }
    databases.run(Part.SHIPMENT, "XA ROLLBACK " + BRANCH);
  }
}
