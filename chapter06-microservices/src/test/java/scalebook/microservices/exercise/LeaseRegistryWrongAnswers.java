package scalebook.microservices.exercise;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/** What people really write. */
final class LeaseRegistryWrongAnswers {
  private abstract static class Remembering implements LeaseRegistryContract.Answer {
    final Map<String, Long> heard = new HashMap<>();
    final long lease;
    final LongSupplier clock;

    Remembering(long lease, LongSupplier clock) {
      this.lease = lease;
      this.clock = clock;
    }

    @Override
    public void heard(String instance) {
      heard.put(instance, clock.getAsLong());
    }

    @Override
    public void left(String instance) {
      heard.remove(instance);
    }

    boolean late(long at) {
      return clock.getAsLong() - at > lease;
    }
  }

  /** Late at the end of the lease, when it is about how many are; and after it, when one goes. */
  static class TwoKindsOfLate extends LeaseRegistryContract {
    @Override
    Answer answer(long lease, LongSupplier clock) {
      return new Remembering(lease, clock) {
        @Override
        public Set<String> list() {
          long now = clock.getAsLong();
          long late = heard.values().stream().filter(at -> now - at >= lease).count();
          if (late * 2 <= heard.size()) {
            heard.values().removeIf(this::late);
          }
          return new HashSet<>(heard.keySet());
        }
      };
    }
  }

  /** Whoever is late is gone. */
  static class EmptiesTheList extends LeaseRegistryContract {
    @Override
    Answer answer(long lease, LongSupplier clock) {
      return new Remembering(lease, clock) {
        @Override
        public Set<String> list() {
          heard.values().removeIf(this::late);
          return new HashSet<>(heard.keySet());
        }
      };
    }
  }

  /** Keeps everybody, to be safe. */
  static class KeepsTheDead extends LeaseRegistryContract {
    @Override
    Answer answer(long lease, LongSupplier clock) {
      return new Remembering(lease, clock) {
        @Override
        public Set<String> list() {
          return new HashSet<>(heard.keySet());
        }
      };
    }
  }

  /** Counts who is late among those that are listed, and forgets all the same. */
  static class ShowsButForgets extends LeaseRegistryContract {
    @Override
    Answer answer(long lease, LongSupplier clock) {
      return new Remembering(lease, clock) {
        @Override
        public Set<String> list() {
          Set<String> all = new HashSet<>(heard.keySet());
          long late = heard.values().stream().filter(this::late).count();
          heard.values().removeIf(this::late);
          return late * 2 > all.size() ? all : new HashSet<>(heard.keySet());
        }
      };
    }
  }

  /** The lease counts from the first word. */
  static class NeverRenews extends LeaseRegistryContract {
    @Override
    Answer answer(long lease, LongSupplier clock) {
      return new Remembering(lease, clock) {
        @Override
        public void heard(String instance) {
          heard.putIfAbsent(instance, clock.getAsLong());
        }

        @Override
        public Set<String> list() {
          long late = heard.values().stream().filter(this::late).count();
          if (late * 2 <= heard.size()) {
            heard.values().removeIf(this::late);
          }
          return new HashSet<>(heard.keySet());
        }
      };
    }
  }

  /** The rule, with two points that a subclass changes. */
  private static class Ruled extends Remembering {
    Ruled(long lease, LongSupplier clock) {
      super(lease, clock);
    }

    boolean most(long late, int all) {
      return late * 2 > all;
    }

    Set<String> shown() {
      return new HashSet<>(heard.keySet());
    }

    @Override
    public Set<String> list() {
      long late = heard.values().stream().filter(this::late).count();
      if (!most(late, heard.size())) {
        heard.values().removeIf(this::late);
      }
      return shown();
    }
  }

  /** Half of them are most of them. */
  static class HalfIsMost extends LeaseRegistryContract {
    @Override
    Answer answer(long lease, LongSupplier clock) {
      return new Ruled(lease, clock) {
        @Override
        boolean most(long late, int all) {
          return late * 2 >= all;
        }
      };
    }
  }

  /** A lease is over at its end, and a word that comes just in time is too late. */
  static class OverAtItsEnd extends LeaseRegistryContract {
    @Override
    Answer answer(long lease, LongSupplier clock) {
      return new Ruled(lease - 1, clock);
    }
  }

  /** Does not list the dead, and counts them as late for ever. */
  static class CountsTheDead extends LeaseRegistryContract {
    @Override
    Answer answer(long lease, LongSupplier clock) {
      return new Remembering(lease, clock) {
        @Override
        public Set<String> list() {
          Set<String> all = new HashSet<>(heard.keySet());
          long late = heard.values().stream().filter(this::late).count();
          if (late * 2 <= all.size()) {
            all.removeIf(name -> late(heard.get(name)));
          }
          return all;
        }
      };
    }
  }

  /** Hands out its own set. */
  static class AWindow extends LeaseRegistryContract {
    @Override
    Answer answer(long lease, LongSupplier clock) {
      return new Ruled(lease, clock) {
        @Override
        Set<String> shown() {
          return heard.keySet();
        }
      };
    }
  }

  /** Who leaves is very late. */
  static class LeavesLate extends LeaseRegistryContract {
    @Override
    Answer answer(long lease, LongSupplier clock) {
      return new Ruled(lease, clock) {
        @Override
        public void left(String instance) {
          heard.computeIfPresent(instance, (name, at) -> Long.MIN_VALUE / 2);
        }
      };
    }
  }

  /** Hears a goodbye only in time: while the network is sick nobody leaves. */
  static class LeavesInTimeOnly extends LeaseRegistryContract {
    @Override
    Answer answer(long lease, LongSupplier clock) {
      return new Ruled(lease, clock) {
        @Override
        public void left(String instance) {
          if (heard.containsKey(instance) && clock.getAsLong() - heard.get(instance) <= lease) {
            super.left(instance);
          }
        }
      };
    }
  }

  private LeaseRegistryWrongAnswers() {}
}
