package scalebook.replication.stage.versus;

import java.sql.SQLException;
import java.util.Set;
import scalebook.lab.Lab;
import scalebook.replication.stage.Cluster;
import scalebook.replication.stage.Writers;

/** The cluster of 4.5: semi-synchronous copies, a lease, two monitors, a router in the client. */
record Ours(Cluster cluster) implements Group {
  static Ours open(Lab lab) throws SQLException {
    return new Ours(Cluster.open(lab, true, 1, 0));
  }

  @Override
  public void write(long id) throws SQLException {
    cluster.router().write(c -> Writers.insert(c, id, 0));
  }

  @Override
  public void kill() {
    cluster.kill(cluster.primary());
  }

  @Override
  public Set<Long> written() throws SQLException {
    return cluster.topology().read(cluster.primary(), Switching::ids);
  }

  @Override
  public void close() {
    cluster.close();
  }
}
