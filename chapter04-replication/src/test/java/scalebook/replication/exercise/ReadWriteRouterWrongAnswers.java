package scalebook.replication.exercise;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import scalebook.replication.exercise.ReadWriteRouter.Copy;
import scalebook.replication.exercise.ReadWriteRouter.Session;

/** What people really write. */
final class ReadWriteRouterWrongAnswers {
  /** Right but for what a subclass changes. */
  private static class Almost implements ReadWriteRouterContract.Router {
    final Copy primary;
    final List<Copy> replicas;
    int next;

    Almost(Copy primary, List<Copy> replicas) {
      this.primary = primary;
      this.replicas = replicas;
    }

    Session of(Session session) {
      return session;
    }

    void saw(Session session, Copy copy, long position) {
      session.token = Math.max(session.token, position);
    }

    int first(Session session) {
      return next;
    }

    void chose(int replica) {
      next = replica + 1;
    }

    boolean far(long position, Session session) {
      return position >= session.token;
    }

    @Override
    public void wrote(Session session, long position) {
      of(session).token = Math.max(of(session).token, position);
    }

    @Override
    public String read(Session session) {
      int first = first(session);
      for (int i = 0; i < replicas.size(); i++) {
        int replica = (first + i) % replicas.size();
        Copy copy = replicas.get(replica);
        long position = copy.position();
        if (far(position, of(session))) {
          saw(of(session), copy, position);
          chose(replica);
          return copy.name();
        }
      }
      saw(of(session), primary, primary.position());
      return primary.name();
    }
  }

  /** Remembers writes and no reads: the next replica may be older than the last. */
  static class ForgetsWhatItSaw extends ReadWriteRouterContract {
    @Override
    Router router(Copy primary, List<Copy> replicas) {
      return new Almost(primary, replicas) {
        @Override
        void saw(Session session, Copy copy, long position) {}
      };
    }
  }

  /** Remembers what replicas showed, and not what the primary did: it is always ahead. */
  static class ForgetsWhatThePrimaryShowed extends ReadWriteRouterContract {
    @Override
    Router router(Copy primary, List<Copy> replicas) {
      return new Almost(primary, replicas) {
        @Override
        void saw(Session session, Copy copy, long position) {
          if (copy != primary) {
            super.saw(session, copy, position);
          }
        }
      };
    }
  }

  /** One token for everybody: every write sends every client to the primary. */
  static class OneTokenForAll extends ReadWriteRouterContract {
    @Override
    Router router(Copy primary, List<Copy> replicas) {
      Session all = new Session();
      return new Almost(primary, replicas) {
        @Override
        Session of(Session session) {
          return all;
        }
      };
    }
  }

  /** Who has written once reads at the primary for ever. */
  static class SticksToThePrimary extends ReadWriteRouterContract {
    @Override
    Router router(Copy primary, List<Copy> replicas) {
      Set<Session> writers = new HashSet<>();
      return new Almost(primary, replicas) {
        @Override
        public void wrote(Session session, long position) {
          writers.add(session);
        }

        @Override
        public String read(Session session) {
          return writers.contains(session) ? primary.name() : super.read(session);
        }
      };
    }
  }

  /** The last answer wins, and it may be an older write's. */
  static class TakesTheLastWord extends ReadWriteRouterContract {
    @Override
    Router router(Copy primary, List<Copy> replicas) {
      return new Almost(primary, replicas) {
        @Override
        public void wrote(Session session, long position) {
          session.token = position;
        }
      };
    }
  }

  /** The first replica that is far enough: the others are idle. */
  static class AlwaysTheFirst extends ReadWriteRouterContract {
    @Override
    Router router(Copy primary, List<Copy> replicas) {
      return new Almost(primary, replicas) {
        @Override
        int first(Session session) {
          return 0;
        }
      };
    }
  }

  /** Each client begins at the first replica: most clients come once. */
  static class TurnsOfEachClient extends ReadWriteRouterContract {
    @Override
    Router router(Copy primary, List<Copy> replicas) {
      Map<Session, Integer> turns = new HashMap<>();
      return new Almost(primary, replicas) {
        @Override
        int first(Session session) {
          return turns.merge(session, 1, Integer::sum) - 1;
        }
      };
    }
  }

  /** Begins each search one replica further: who stands behind a late one gets both turns. */
  static class OneFurtherEachRead extends ReadWriteRouterContract {
    @Override
    Router router(Copy primary, List<Copy> replicas) {
      return new Almost(primary, replicas) {
        @Override
        int first(Session session) {
          return next++;
        }

        @Override
        void chose(int replica) {}
      };
    }
  }

  /** A replica that is as far as the token has one write too few. */
  static class OnlyWhatIsNewer extends ReadWriteRouterContract {
    @Override
    Router router(Copy primary, List<Copy> replicas) {
      return new Almost(primary, replicas) {
        @Override
        boolean far(long position, Session session) {
          return position > session.token;
        }
      };
    }
  }

  /** Takes the newest position of all replicas for what this client has seen. */
  static class TheNewestOfAll extends ReadWriteRouterContract {
    @Override
    Router router(Copy primary, List<Copy> replicas) {
      return new Almost(primary, replicas) {
        @Override
        void saw(Session session, Copy copy, long position) {
          replicas.forEach(replica -> super.saw(session, replica, replica.position()));
        }
      };
    }
  }

  /** Counts turns by the number of replicas, also when there is none. */
  static class NeedsAReplica extends ReadWriteRouterContract {
    @Override
    Router router(Copy primary, List<Copy> replicas) {
      return new Almost(primary, replicas) {
        @Override
        int first(Session session) {
          return next % replicas.size();
        }
      };
    }
  }

  private ReadWriteRouterWrongAnswers() {}
}
