package scalebook.cloning.exercise;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import scalebook.cloning.exercise.TtlResolver.Reply;
import scalebook.cloning.exercise.TtlResolver.Server;

/** What people really write. */
final class TtlResolverWrongAnswers {
  private record Known(List<String> addresses, long until) {}

  /** Right but for what a subclass changes. */
  private static class Almost implements TtlResolverContract.Answer {
    final Server server;
    final long most;
    final long stale;
    final LongSupplier clock;
    final Map<String, Known> names = new HashMap<>();
    final Map<String, Integer> turns = new HashMap<>();

    Almost(Server server, long most, long stale, LongSupplier clock) {
      this.server = server;
      this.most = most;
      this.stale = stale;
      this.clock = clock;
    }

    @Override
    public List<String> addresses(String asWritten) throws IOException {
      String name = name(asWritten);
      long now = clock.getAsLong();
      Known known = names.get(name);
      if (known == null || now >= known.until()) {
        try {
          known = came(name, server.ask(name), now);
          names.put(name, known);
        } catch (IOException e) {
          known = silent(name, known, now, e);
        }
      }
      return turned(name, new ArrayList<>(known.addresses()));
    }

    String name(String asWritten) {
      String small = asWritten.toLowerCase(Locale.ROOT);
      return small.endsWith(".") ? small.substring(0, small.length() - 1) : small;
    }

    Known came(String name, Reply reply, long now) {
      long millis = Math.min(Math.min(reply.ttlMillis(), most), Long.MAX_VALUE - now);
      return new Known(List.copyOf(reply.addresses()), now + millis);
    }

    Known silent(String name, Known old, long now, IOException e) throws IOException {
      if (old == null || now >= old.until() + stale) {
        throw e;
      }
      return old;
    }

    List<String> turned(String name, List<String> addresses) {
      Collections.rotate(addresses, 1 - turns.merge(name, 1, Integer::sum));
      return addresses;
    }
  }

  /** What a JVM did by default: once known, known for ever. */
  static class ForEver extends TtlResolverContract {
    @Override
    Answer answer(Server server, long most, long stale, LongSupplier clock) {
      return new Almost(server, most, stale, clock) {
        @Override
        Known came(String name, Reply reply, long now) {
          return new Known(reply.addresses(), Long.MAX_VALUE);
        }
      };
    }
  }

  /** Counts the TTL from the reply's arrival. */
  static class FromItsArrival extends TtlResolverContract {
    @Override
    Answer answer(Server server, long most, long stale, LongSupplier clock) {
      return new Almost(server, most, stale, clock) {
        @Override
        Known came(String name, Reply reply, long now) {
          return super.came(name, reply, clock.getAsLong());
        }
      };
    }
  }

  /** Believes every TTL. */
  static class BelievesAnyTtl extends TtlResolverContract {
    @Override
    Answer answer(Server server, long most, long stale, LongSupplier clock) {
      return new Almost(server, Long.MAX_VALUE / 2, stale, clock);
    }
  }

  /** No addresses, so nothing to remember: each call for a name that is not there asks. */
  static class AsksForWhatIsNotThere extends TtlResolverContract {
    @Override
    Answer answer(Server server, long most, long stale, LongSupplier clock) {
      return new Almost(server, most, stale, clock) {
        @Override
        Known came(String name, Reply reply, long now) {
          return reply.addresses().isEmpty()
              ? new Known(List.of(), now)
              : super.came(name, reply, now);
        }
      };
    }
  }

  /** A name that was taken out of DNS is a failure, and the old addresses are given. */
  static class NoSuchNameIsAFailure extends TtlResolverContract {
    @Override
    Answer answer(Server server, long most, long stale, LongSupplier clock) {
      return new Almost(server, most, stale, clock) {
        @Override
        Known came(String name, Reply reply, long now) {
          Known old = names.get(name);
          return reply.addresses().isEmpty() && old != null ? old : super.came(name, reply, now);
        }
      };
    }
  }

  /** A lost packet is "no such name", for a second. */
  static class RemembersFailures extends TtlResolverContract {
    @Override
    Answer answer(Server server, long most, long stale, LongSupplier clock) {
      return new Almost(server, most, stale, clock) {
        @Override
        Known silent(String name, Known old, long now, IOException e) throws IOException {
          if (old == null) {
            names.put(name, new Known(List.of(), now + 1_000));
          }
          return super.silent(name, old, now, e);
        }
      };
    }
  }

  /** After one failure the old reply counts for the whole stale time, and nobody asks. */
  static class StopsAsking extends TtlResolverContract {
    @Override
    Answer answer(Server server, long most, long stale, LongSupplier clock) {
      return new Almost(server, most, stale, clock) {
        @Override
        Known silent(String name, Known old, long now, IOException e) throws IOException {
          Known known = super.silent(name, old, now, e);
          names.put(name, new Known(known.addresses(), known.until() + stale));
          return known;
        }
      };
    }
  }

  /** Gives what is stale for ever. */
  static class NeverTooStale extends TtlResolverContract {
    @Override
    Answer answer(Server server, long most, long stale, LongSupplier clock) {
      return new Almost(server, most, Long.MAX_VALUE / 2, clock);
    }
  }

  /** The turns begin anew with each reply: with a short TTL the first address gets everything. */
  static class TurnsBeginAnew extends TtlResolverContract {
    @Override
    Answer answer(Server server, long most, long stale, LongSupplier clock) {
      return new Almost(server, most, stale, clock) {
        @Override
        Known came(String name, Reply reply, long now) {
          turns.remove(name);
          return super.came(name, reply, now);
        }
      };
    }
  }

  /** One counter for all names: two names asked for in turn never change their first address. */
  static class OneCounterForAll extends TtlResolverContract {
    @Override
    Answer answer(Server server, long most, long stale, LongSupplier clock) {
      return new Almost(server, most, stale, clock) {
        @Override
        List<String> turned(String name, List<String> addresses) {
          return super.turned("", addresses);
        }
      };
    }
  }

  /** Takes a name as it is written. */
  static class AsItIsWritten extends TtlResolverContract {
    @Override
    Answer answer(Server server, long most, long stale, LongSupplier clock) {
      return new Almost(server, most, stale, clock) {
        @Override
        String name(String asWritten) {
          return asWritten.toLowerCase(Locale.ROOT);
        }
      };
    }
  }

  /** Adds an endless TTL to the time of now: the end is before the beginning. */
  static class AnEndThatOverflows extends TtlResolverContract {
    @Override
    Answer answer(Server server, long most, long stale, LongSupplier clock) {
      return new Almost(server, most, stale, clock) {
        @Override
        Known came(String name, Reply reply, long now) {
          return new Known(
              super.came(name, reply, now).addresses(), now + Math.min(reply.ttlMillis(), most));
        }
      };
    }
  }

  /** Each stale answer begins its time anew: who is asked often enough is never too stale. */
  static class StaleBeginsAnew extends TtlResolverContract {
    @Override
    Answer answer(Server server, long most, long stale, LongSupplier clock) {
      return new Almost(server, most, stale, clock) {
        @Override
        Known silent(String name, Known old, long now, IOException e) throws IOException {
          names.put(name, new Known(super.silent(name, old, now, e).addresses(), now));
          return names.get(name);
        }
      };
    }
  }

  private TtlResolverWrongAnswers() {}
}
