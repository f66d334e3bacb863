package scalebook.replication.stage.versus;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import scalebook.engines.Sql;
import scalebook.lab.Lab;
import scalebook.replication.stage.Galera;

/** A Galera group with its defaults; clients write to one node, as its makers advise. */
record OfGalera(Galera galera, Switching clients) implements Group {
  static Optional<Group> open(Lab lab) throws Exception {
    Optional<Galera> started = Galera.start(lab);
    if (started.isEmpty()) {
      return Optional.empty();
    }
    Galera galera = started.get();
    try (Connection connection = galera.connect(0)) {
      Sql.run(connection, Switching.TABLE);
    }
    List<Switching.Node> nodes =
        List.of(() -> galera.once(0), () -> galera.once(1), () -> galera.once(2));
    return Optional.of(new OfGalera(galera, new Switching(nodes)));
  }

  @Override
  public void write(long id) throws SQLException {
    clients.write(id);
  }

  @Override
  public void kill() {
    galera.kill(0);
  }

  @Override
  public Set<Long> written() throws SQLException {
    return clients.written();
  }

  @Override
  public void close() {
    clients.close();
    galera.close();
  }
}
