package scalebook.replication.exercise;

import java.util.List;
import scalebook.lab.exercise.Todo;

/**
 * Where a read goes: to any replica that has what this client wrote and what it saw before, each in
 * its turn; to the primary only when no replica has it yet.
 */
public final class ReadWriteRouter {
  /** How far a copy is: it has all writes up to this number. */
  public interface Copy {
    String name();

    long position();
  }

  /** What one client carries with it: a number of yours. */
  public static final class Session {
    public long token;
  }

  /**
   * @param primary has everything, and enough to do
   * @param replicas the copies that may be read, none or some; the primary is none of them
   */
  public ReadWriteRouter(Copy primary, List<Copy> replicas) {}

  /** This client's write got this number at the primary. */
  public void wrote(Session session, long position) {
    throw new Todo("what must a copy have, before this client may read there?");
  }

  /**
   * The name of the copy that this client reads now. What it sees there, at the primary as well, is
   * the copy's position: it never sees an older one afterwards. Replicas that are far enough have
   * the same share of all clients' reads.
   */
  public String read(Session session) {
    throw new Todo("a replica that is far enough, or the primary");
  }
}
