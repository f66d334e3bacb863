package scalebook.transactions.outbox;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import scalebook.transactions.shop.Progress;

/**
 * The relay that many write first: it remembers the last place that it has seen. A place is given
 * at the insert, and seen at the commit: whoever was given a lower one and commits later is
 * skipped.
 */
final class LastSeenRelay extends Relay {
  private long last;

  LastSeenRelay(DataSource database, Events stream, List<String> groups, Progress progress) {
    super(database, stream, groups, true, progress);
  }

  @Override
  List<Row> next(Connection connection, int most) throws SQLException {
    List<Row> rows = select(connection, "WHERE place > ? ORDER BY place LIMIT ?", last, most);
    last = rows.isEmpty() ? last : rows.get(rows.size() - 1).place();
    return rows;
  }

  @Override
  void forget(Connection connection, List<Row> rows) {
    // It looks at what is above the last one only.
  }
}
