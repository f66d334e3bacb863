package scalebook.transactions.outbox;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import scalebook.lab.fault.Crash;

/**
 * The relay that many write first: it remembers the last number that it has seen. A number is given
 * at the insert, and seen at the commit: whoever was given a lower one and commits later is
 * skipped.
 */
public final class LastSeenRelay extends Relay {
  private long last;

  public LastSeenRelay(DataSource database, EventStream stream, List<String> groups) {
    super(database, stream, groups, Crash.NEVER);
  }

  @Override
  List<Row> next(Connection connection, int most) throws SQLException {
    List<Row> rows = select(connection, "WHERE id > " + last + " ORDER BY id LIMIT ?", most);
    last = rows.isEmpty() ? last : rows.get(rows.size() - 1).id();
    return rows;
  }

  @Override
  void forget(Connection connection, List<Row> rows) {
    // It looks at what is above the last one only.
  }
}
