package scalebook.replication.solution;

import java.util.List;
import scalebook.replication.exercise.ReadWriteRouter.Copy;
import scalebook.replication.exercise.ReadWriteRouter.Session;

/** One number for each client: it moves with every write, and with every read. */
public final class ReadWriteRouter {
  private final Copy primary;
  private final List<Copy> replicas;
  private int next;

  public ReadWriteRouter(Copy primary, List<Copy> replicas) {
    this.primary = primary;
    this.replicas = List.copyOf(replicas);
  }

  public void wrote(Session session, long position) {
    session.token = Math.max(session.token, position);
  }

  public String read(Session session) {
    for (int i = 0; i < replicas.size(); i++) {
      Copy copy = replicas.get(next++ % replicas.size());
      long position = copy.position();
      if (position >= session.token) {
        session.token = position;
        return copy.name();
      }
    }
    session.token = Math.max(session.token, primary.position());
    return primary.name();
  }
}
