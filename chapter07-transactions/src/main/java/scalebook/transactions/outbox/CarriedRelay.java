package scalebook.transactions.outbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import scalebook.engines.json.Json;
import scalebook.transactions.shop.Progress;

/** A relay whose rounds another one makes. */
final class CarriedRelay extends Relay {
  private final Carrier carrier;

  CarriedRelay(
      Carrier carrier, DataSource database, Events stream, List<String> groups, Progress progress) {
    super(database, stream, groups, true, progress);
    this.carrier = carrier;
  }

  @Override
  boolean relay(Connection connection) {
    Map<Long, Row> rows = new LinkedHashMap<>();
    return carrier.relay(table(connection, rows), event -> send(rows.get(event.number()))) == BATCH;
  }

  private Carrier.Table table(Connection connection, Map<Long, Row> rows) {
    return new Carrier.Table() {
      @Override
      public List<Carrier.Event> waiting() {
        try {
          next(connection, BATCH).forEach(row -> rows.put(row.place(), row));
        } catch (SQLException e) {
          throw new UncheckedIOException(new IOException(e));
        }
        return rows.values().stream()
            .map(r -> new Carrier.Event(r.place(), r.event().customer(), Json.text(r.event())))
            .toList();
      }

      @Override
      public void remove(long number) {
        try {
          forget(connection, List.of(rows.get(number)));
        } catch (SQLException e) {
          throw new UncheckedIOException(new IOException(e));
        }
        progress.at("after-delete");
      }
    };
  }

  private void send(Row row) throws IOException {
    progress.at("before-publish");
    try {
      stream.add(row.event());
    } catch (RuntimeException e) {
      throw new IOException(e);
    }
    progress.at("after-publish");
  }
}
