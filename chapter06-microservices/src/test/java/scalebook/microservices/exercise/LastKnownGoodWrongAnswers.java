package scalebook.microservices.exercise;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import scalebook.microservices.exercise.LastKnownGood.Listing;
import scalebook.microservices.exercise.LastKnownGood.Registry;

/** What people really write. */
final class LastKnownGoodWrongAnswers {
  private record Known(Listing listing, Set<String> instances, long askedAt) {}

  /** Right but for what a subclass changes. */
  private static class Almost implements LastKnownGoodContract.Answer {
    final Registry registry;
    final LongSupplier clock;
    final AtomicReference<Known> known = new AtomicReference<>();

    Almost(Registry registry, LongSupplier clock) {
      this.registry = registry;
      this.clock = clock;
    }

    @Override
    public void refresh() {
      long now = clock.getAsLong();
      try {
        Listing listing = registry.ask();
        take(new Known(listing, copy(listing.instances()), now));
      } catch (IOException | RuntimeException e) {
        failed(e);
      }
    }

    Set<String> copy(Set<String> instances) {
      return Set.copyOf(instances);
    }

    void failed(Exception e) {}

    void take(Known came) {
      known.accumulateAndGet(came, this::better);
    }

    Known better(Known here, Known came) {
      return here == null || believed(here, came) && notOlder(here, came) ? came : here;
    }

    boolean believed(Known here, Known came) {
      return !came.instances().isEmpty() || here.instances().isEmpty();
    }

    boolean notOlder(Known here, Known came) {
      Listing one = here.listing();
      Listing other = came.listing();
      return other.epoch() > one.epoch()
          || other.epoch() == one.epoch() && other.revision() >= one.revision();
    }

    Known known() {
      if (known.get() == null) {
        throw new IllegalStateException("nothing known yet");
      }
      return known.get();
    }

    @Override
    public Set<String> instances() {
      return known().instances();
    }

    @Override
    public long ageMillis() {
      return clock.getAsLong() - known().askedAt();
    }
  }

  /** What comes last is newest. */
  static class WhatComesLast extends LastKnownGoodContract {
    @Override
    Answer answer(Registry registry, LongSupplier clock) {
      return new Almost(registry, clock) {
        @Override
        boolean notOlder(Known here, Known came) {
          return true;
        }
      };
    }
  }

  /** Revisions without their epoch: after a restart nothing is new. */
  static class RevisionsAlone extends LastKnownGoodContract {
    @Override
    Answer answer(Registry registry, LongSupplier clock) {
      return new Almost(registry, clock) {
        @Override
        boolean notOlder(Known here, Known came) {
          return came.listing().revision() >= here.listing().revision();
        }
      };
    }
  }

  /** Epoch and revision each for itself. */
  static class BothMustGrow extends LastKnownGoodContract {
    @Override
    Answer answer(Registry registry, LongSupplier clock) {
      return new Almost(registry, clock) {
        @Override
        boolean notOlder(Known here, Known came) {
          return came.listing().epoch() >= here.listing().epoch()
              && came.listing().revision() >= here.listing().revision();
        }
      };
    }
  }

  /** Believes an empty listing: a restart of the registry is an outage. */
  static class BelievesAnEmptyListing extends LastKnownGoodContract {
    @Override
    Answer answer(Registry registry, LongSupplier clock) {
      return new Almost(registry, clock) {
        @Override
        boolean believed(Known here, Known came) {
          return true;
        }
      };
    }
  }

  /** Keeps the instances of an empty listing away, and takes its epoch. */
  static class TakesTheEmptyOnesEpoch extends LastKnownGoodContract {
    @Override
    Answer answer(Registry registry, LongSupplier clock) {
      return new Almost(registry, clock) {
        @Override
        Known better(Known here, Known came) {
          return here != null && came.instances().isEmpty() && notOlder(here, came)
              ? new Known(came.listing(), here.instances(), here.askedAt())
              : super.better(here, came);
        }
      };
    }
  }

  /** Looks, and then sets: another thread sets between the two. */
  static class LooksAndSets extends LastKnownGoodContract {
    @Override
    Answer answer(Registry registry, LongSupplier clock) {
      return new Almost(registry, clock) {
        @Override
        void take(Known came) {
          known.set(better(known.get(), came));
        }
      };
    }
  }

  /** Sets what was compared with what is not here any more, once. */
  static class TriesOnce extends LastKnownGoodContract {
    @Override
    Answer answer(Registry registry, LongSupplier clock) {
      return new Almost(registry, clock) {
        @Override
        void take(Known came) {
          Known here = known.get();
          known.compareAndSet(here, better(here, came));
        }
      };
    }
  }

  /** Holds a lock while it asks: a hanging registry stops every call. */
  static class ALockWhileAsking extends LastKnownGoodContract {
    @Override
    Answer answer(Registry registry, LongSupplier clock) {
      return new Almost(registry, clock) {
        @Override
        public synchronized void refresh() {
          super.refresh();
        }

        @Override
        public synchronized Set<String> instances() {
          return super.instances();
        }
      };
    }
  }

  /** Forgets everything when the registry is dead. */
  static class ForgetsWhenItIsDead extends LastKnownGoodContract {
    @Override
    Answer answer(Registry registry, LongSupplier clock) {
      return new Almost(registry, clock) {
        @Override
        void failed(Exception e) {
          known.set(null);
        }
      };
    }
  }

  /** A timer must hear it; the timer then stops. */
  static class ThrowsWhatIsUnexpected extends LastKnownGoodContract {
    @Override
    Answer answer(Registry registry, LongSupplier clock) {
      return new Almost(registry, clock) {
        @Override
        void failed(Exception e) {
          if (e instanceof RuntimeException unexpected) {
            throw unexpected;
          }
        }
      };
    }
  }

  /** Before any listing there is nobody. */
  static class NotKnownIsEmpty extends LastKnownGoodContract {
    @Override
    Answer answer(Registry registry, LongSupplier clock) {
      return new Almost(registry, clock) {
        @Override
        public Set<String> instances() {
          return known.get() == null ? Set.of() : super.instances();
        }
      };
    }
  }

  /** The same listing again is not new, and so it grows old. */
  static class TheSameGrowsOld extends LastKnownGoodContract {
    @Override
    Answer answer(Registry registry, LongSupplier clock) {
      return new Almost(registry, clock) {
        @Override
        boolean notOlder(Known here, Known came) {
          return super.notOlder(here, came) && !came.listing().equals(here.listing());
        }
      };
    }
  }

  /** Its age counts from its arrival. */
  static class FromItsArrival extends LastKnownGoodContract {
    @Override
    Answer answer(Registry registry, LongSupplier clock) {
      return new Almost(registry, clock) {
        @Override
        void take(Known came) {
          super.take(new Known(came.listing(), came.instances(), clock.getAsLong()));
        }
      };
    }
  }

  /** Gives the set itself. */
  static class TheRegistrysOwnSet extends LastKnownGoodContract {
    @Override
    Answer answer(Registry registry, LongSupplier clock) {
      return new Almost(registry, clock) {
        @Override
        Set<String> copy(Set<String> instances) {
          return instances;
        }
      };
    }
  }

  private LastKnownGoodWrongAnswers() {}
}
