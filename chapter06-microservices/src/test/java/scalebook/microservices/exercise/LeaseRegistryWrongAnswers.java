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

  private LeaseRegistryWrongAnswers() {}
}
