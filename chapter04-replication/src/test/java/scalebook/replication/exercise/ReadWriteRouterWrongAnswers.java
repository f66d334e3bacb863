package scalebook.replication.exercise;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import scalebook.replication.exercise.ReadWriteRouter.Copy;
import scalebook.replication.exercise.ReadWriteRouter.Session;

/** What people really write. */
final class ReadWriteRouterWrongAnswers {
  /**
   * A replica whose position is at least the token, each in turn; says whether to move the token.
   */
  private static String far(
      Copy primary, List<Copy> replicas, int first, Session session, boolean moves) {
    for (int i = 0; i < replicas.size(); i++) {
      Copy copy = replicas.get((first + i) % replicas.size());
      if (copy.position() >= session.token) {
        session.token = moves ? copy.position() : session.token;
        return copy.name();
      }
    }
    session.token = moves ? primary.position() : session.token;
    return ReadWriteRouter.PRIMARY;
  }

  /** Moves its token at replicas only: after a read at the primary, time may go backwards. */
  static class ForgetsWhatItSawAtThePrimary extends ReadWriteRouterContract {
    @Override
    Router router(Copy primary, List<Copy> replicas) {
      return new Router() {
        private int next;

        @Override
        public void wrote(Session session, long position) {
          session.token = Math.max(session.token, position);
        }

        @Override
        public String read(Session session) {
          long before = session.token;
          String name = far(primary, replicas, next++, session, true);
          session.token = name.equals(ReadWriteRouter.PRIMARY) ? before : session.token;
          return name;
        }
      };
    }
  }

  /** Remembers writes and no reads: the next replica may be older than the last. */
  static class ForgetsWhatItSaw extends ReadWriteRouterContract {
    @Override
    Router router(Copy primary, List<Copy> replicas) {
      return new Router() {
        private int next;

        @Override
        public void wrote(Session session, long position) {
          session.token = Math.max(session.token, position);
        }

        @Override
        public String read(Session session) {
          return far(primary, replicas, next++, session, false);
        }
      };
    }
  }

  /** One token for everybody: every write sends every client to the primary. */
  static class OneTokenForAll extends ReadWriteRouterContract {
    @Override
    Router router(Copy primary, List<Copy> replicas) {
      Session all = new Session();
      return new Router() {
        private int next;

        @Override
        public void wrote(Session session, long position) {
          all.token = Math.max(all.token, position);
        }

        @Override
        public String read(Session session) {
          return far(primary, replicas, next++, all, true);
        }
      };
    }
  }

  /** Who has written once reads at the primary for ever. */
  static class SticksToThePrimary extends ReadWriteRouterContract {
    @Override
    Router router(Copy primary, List<Copy> replicas) {
      Set<Session> writers = new HashSet<>();
      return new Router() {
        private int next;

        @Override
        public void wrote(Session session, long position) {
          writers.add(session);
        }

        @Override
        public String read(Session session) {
          return writers.contains(session)
              ? ReadWriteRouter.PRIMARY
              : far(primary, replicas, next++, session, true);
        }
      };
    }
  }

  /** The last answer wins, and it may be an older write's. */
  static class TakesTheLastWord extends ReadWriteRouterContract {
    @Override
    Router router(Copy primary, List<Copy> replicas) {
      return new Router() {
        private int next;

        @Override
        public void wrote(Session session, long position) {
          session.token = position;
        }

        @Override
        public String read(Session session) {
          return far(primary, replicas, next++, session, true);
        }
      };
    }
  }

  private ReadWriteRouterWrongAnswers() {}
}
