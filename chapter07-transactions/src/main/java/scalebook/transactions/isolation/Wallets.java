package scalebook.transactions.isolation;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import scalebook.engines.Sql;
import scalebook.transactions.shop.Order;
import scalebook.transactions.shop.Progress;

/**
 * Customers' accounts, one row each: the money that is left, and a statement of what was paid. Each
 * method is a local transaction; between two of them others come.
 */
public final class Wallets {
  private static final int MOST_TRIES = 1_000;
  private static final Pattern CONFIRMED = Pattern.compile("\\[(\\d+)]");

  private final DataSource database;
  private final Countermeasures how;
  private final Progress progress;

  public Wallets(DataSource database, Countermeasures how, Progress progress) {
    this.database = database;
    this.how = how;
    this.progress = progress;
  }

  /** A call to a service; it may be refused, or its answer may never come. */
  public interface Call {
    void of(Order order) throws SQLException;
  }

  private record Row(long cents, String statement, int version) {}

  public void pay(Order order) throws SQLException {
    change(order, Edit.pay(order, how.pending()));
  }

  /** From now on readers may see it. */
  void confirm(Order order) throws SQLException {
    if (how.pending()) {
      change(order, Edit.confirm(order));
    }
  }

  void refund(Order order) throws SQLException {
    change(order, Edit.refund(order, how.pending(), how.rereads()));
  }

  /** Pays, and holds the row until the other database has answered; a refusal rolls it back. */
  void payLocked(Order order, Call rest) throws SQLException {
    Sql.inTransaction(
        database,
        connection -> {
          Row row = read(connection, order, " FOR UPDATE");
          write(connection, order, row, Edit.pay(order, false), "");
          rest.of(order);
          return null;
        });
  }

  /** The orders on a customer's statement, as any reader sees it. */
  public List<Long> statement(int customer) throws SQLException {
    String text =
        Sql.with(
            database,
            db ->
                Sql.first(
                        db,
                        row -> row.getString(1),
                        "SELECT statement FROM wallets WHERE customer = ?",
                        customer)
                    .orElseThrow());
    return CONFIRMED.matcher(text).results().map(found -> Long.valueOf(found.group(1))).toList();
  }

  private void change(Order order, Edit edit) throws SQLException {
    Sql.with(
        database,
        connection -> {
          switch (how.update()) {
            case COMMUTATIVE -> commute(connection, order, edit);
            case OVERWRITE -> overwrite(connection, order, edit, "");
            case VERSION -> {
              for (int i = 0; !overwrite(connection, order, edit, " AND version = ?"); i++) {
                if (i == MOST_TRIES) {
                  throw new SQLException("customer " + order.customer() + ": too many others");
                }
              }
            }
          }
          return null;
        });
  }

  /** One statement: the database computes with the row that is there then. */
  private static void commute(Connection connection, Order order, Edit edit) throws SQLException {
    Sql.change(
        connection,
        "UPDATE wallets SET cents = cents + ?, statement = CONCAT(REPLACE(statement, ?, ''), ?),"
            + " version = version + 1 WHERE customer = ? AND LOCATE(?, statement) > 0",
        edit.cents(),
        edit.remove(),
        edit.add(),
        order.customer(),
        edit.needs());
  }

  /** False when somebody else was faster. */
  private boolean overwrite(Connection connection, Order order, Edit edit, String unless)
      throws SQLException {
    Row row = read(connection, order, "");
    if (!edit.fits(row.statement)) {
      return true;
    }
    progress.at("after-read"); // here others come
    return write(connection, order, row, edit, unless) == 1;
  }

  private static Row read(Connection connection, Order order, String lock) throws SQLException {
    return Sql.first(
            connection,
            row -> new Row(row.getLong(1), row.getString(2), row.getInt(3)),
            "SELECT cents, statement, version FROM wallets WHERE customer = ?" + lock,
            order.customer())
        .orElseThrow();
  }

  private static int write(Connection connection, Order order, Row row, Edit edit, String unless)
      throws SQLException {
    Object[] all = {
      row.cents + edit.cents(),
      edit.of(row.statement),
      row.version + 1,
      order.customer(),
      row.version
    };
    return Sql.change(
        connection,
        "UPDATE wallets SET cents = ?, statement = ?, version = ? WHERE customer = ?" + unless,
        unless.isEmpty() ? Arrays.copyOf(all, all.length - 1) : all);
  }
}
