package scalebook.partitioning.vertical;

import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import scalebook.engines.Sql;
import scalebook.lab.fault.Crash;

/**
 * Finds orders without a customer, which a foreign key would have refused. No transaction spans
 * both databases: whoever registers and buys between the two reads is no orphan, if the orders were
 * read first.
 */
public record OrphanAudit(
    DataSource orders, DataSource customers, boolean ordersFirst, Crash between) {
  private record Reference(long order, int customer) {}

  public Set<Long> orphans() throws SQLException {
    List<Reference> references = List.of();
    if (ordersFirst) {
      references = references();
      between.at("between-reads");
    }
    Set<Integer> known =
        new HashSet<>(
            Sql.with(
                customers, c -> Sql.query(c, row -> row.getInt(1), "SELECT id FROM customers")));
    if (!ordersFirst) {
      between.at("between-reads");
      references = references();
    }
    return references.stream()
        .filter(reference -> !known.contains(reference.customer))
        .map(Reference::order)
        .collect(Collectors.toSet());
  }

  private List<Reference> references() throws SQLException {
    return Sql.with(
        orders,
        c ->
            Sql.query(
                c,
                row -> new Reference(row.getLong(1), row.getInt(2)),
                "SELECT id, customer FROM orders"));
  }
}
