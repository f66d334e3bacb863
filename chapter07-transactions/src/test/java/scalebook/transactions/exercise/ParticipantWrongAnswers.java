package scalebook.transactions.exercise;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import scalebook.transactions.exercise.Participant.Journal;

/** What people really write. */
final class ParticipantWrongAnswers {
  /** Right but for what a subclass changes. */
  private static class Almost implements ParticipantContract.Answer {
    final Journal journal;
    final Map<String, Integer> promised = new HashMap<>();
    final Set<String> committed = new HashSet<>();
    final Set<String> aborted = new HashSet<>();
    int stock;

    Almost(Journal journal, int stock) {
      this.journal = journal;
      this.stock = stock;
      journal.entries().forEach(this::read);
    }

    void write(String entry) {
      journal.write(entry);
      read(entry);
    }

    void read(String entry) {
      String[] words = entry.split(" ");
      String transaction = words[1];
      if (words[0].equals("yes")) {
        promise(transaction, Integer.parseInt(words[2]));
        return;
      }
      Integer amount = promised.remove(transaction);
      if (words[0].equals("commit")) {
        take(amount);
        committed.add(transaction);
      } else {
        aborted.add(transaction);
      }
    }

    void promise(String transaction, int amount) {
      promised.put(transaction, amount);
    }

    void take(int amount) {
      stock -= amount;
    }

    int free() {
      return stock - promised.values().stream().mapToInt(Integer::intValue).sum();
    }

    @Override
    public boolean prepare(String transaction, int amount) {
      if (!known(transaction)) {
        vote(transaction, amount, free() >= amount);
      }
      return promised.containsKey(transaction) || committed.contains(transaction);
    }

    boolean known(String transaction) {
      return aborted.contains(transaction)
          || promised.containsKey(transaction)
          || committed.contains(transaction);
    }

    void vote(String transaction, int amount, boolean yes) {
      write(yes ? "yes " + transaction + " " + amount : "abort " + transaction);
    }

    @Override
    public void commit(String transaction) {
      if (promised.containsKey(transaction)) {
        write("commit " + transaction);
      } else if (!committed.contains(transaction)) {
        throw new IllegalStateException("not prepared");
      }
    }

    @Override
    public void abort(String transaction) {
      if (committed.contains(transaction)) {
        throw new IllegalStateException("committed");
      }
      if (!aborted.contains(transaction)) {
        write("abort " + transaction);
      }
    }

    @Override
    public int stock() {
      return stock;
    }

    @Override
    public Set<String> inDoubt() {
      return Set.copyOf(promised.keySet());
    }
  }

  /** Says yes from memory, and writes only decisions. */
  static class PromisesInMemory extends ParticipantContract {
    @Override
    Answer answer(Journal journal, int stock) {
      return new Almost(journal, stock) {
        @Override
        void vote(String transaction, int amount, boolean yes) {
          read(yes ? "yes " + transaction + " " + amount : "abort " + transaction);
        }

        @Override
        public void commit(String transaction) {
          if (promised.containsKey(transaction)) {
            journal.write("yes " + transaction + " " + promised.get(transaction));
          }
          super.commit(transaction);
        }
      };
    }
  }

  /** Changes memory first, and the disk may be full. */
  static class MemoryFirst extends ParticipantContract {
    @Override
    Answer answer(Journal journal, int stock) {
      return new Almost(journal, stock) {
        @Override
        void write(String entry) {
          read(entry);
          journal.write(entry);
        }
      };
    }
  }

  /** A no needs no entry: presumed abort. The same question gets a yes later. */
  static class ForgetsANo extends ParticipantContract {
    @Override
    Answer answer(Journal journal, int stock) {
      return new Almost(journal, stock) {
        @Override
        void vote(String transaction, int amount, boolean yes) {
          if (yes) {
            super.vote(transaction, amount, true);
          }
        }
      };
    }
  }

  /** Remembers a no until it crashes. */
  static class RemembersANoInMemory extends ParticipantContract {
    @Override
    Answer answer(Journal journal, int stock) {
      return new Almost(journal, stock) {
        @Override
        void vote(String transaction, int amount, boolean yes) {
          if (yes) {
            super.vote(transaction, amount, true);
          } else {
            aborted.add(transaction);
          }
        }
      };
    }
  }

  /** An abort of what it does not know is nothing: its prepare comes later, and stays for ever. */
  static class IgnoresAnEarlyAbort extends ParticipantContract {
    @Override
    Answer answer(Journal journal, int stock) {
      return new Almost(journal, stock) {
        @Override
        public void abort(String transaction) {
          if (known(transaction)) {
            super.abort(transaction);
          }
        }
      };
    }
  }

  /** After a crash nobody holds a lock any more. */
  static class ForgetsPromisesAtACrash extends ParticipantContract {
    @Override
    Answer answer(Journal journal, int stock) {
      return new Almost(journal, stock) {
        {
          Set.copyOf(promised.keySet()).forEach(t -> read("abort " + t));
        }
      };
    }
  }

  /** Looks at the stock, not at what is promised. */
  static class PromisesTwice extends ParticipantContract {
    @Override
    Answer answer(Journal journal, int stock) {
      return new Almost(journal, stock) {
        @Override
        int free() {
          return stock;
        }
      };
    }
  }

  /** Each question is a new promise. */
  static class EachQuestionIsAPromise extends ParticipantContract {
    @Override
    Answer answer(Journal journal, int stock) {
      return new Almost(journal, stock) {
        @Override
        boolean known(String transaction) {
          return aborted.contains(transaction);
        }

        @Override
        void promise(String transaction, int amount) {
          promised.merge(transaction, amount, Integer::sum);
        }
      };
    }
  }

  /** Commits whatever it is told to. */
  static class CommitsAnything extends ParticipantContract {
    @Override
    Answer answer(Journal journal, int stock) {
      return new Almost(journal, stock) {
        @Override
        public void commit(String transaction) {
          if (promised.containsKey(transaction)) {
            super.commit(transaction);
          }
        }
      };
    }
  }

  /** Undoes a commit. */
  static class AbortsACommit extends ParticipantContract {
    @Override
    Answer answer(Journal journal, int stock) {
      return new Almost(journal, stock) {
        @Override
        public void abort(String transaction) {
          committed.remove(transaction);
          super.abort(transaction);
        }
      };
    }
  }

  /** Has forgotten who is committed: asked again, it has not enough, and says no. */
  static class ForgetsItsCommits extends ParticipantContract {
    @Override
    Answer answer(Journal journal, int stock) {
      return new Almost(journal, stock) {
        @Override
        void read(String entry) {
          super.read(entry);
          committed.clear();
        }

        @Override
        public void commit(String transaction) {
          if (promised.containsKey(transaction)) {
            super.commit(transaction);
          } else if (aborted.contains(transaction)) {
            throw new IllegalStateException("aborted");
          }
        }
      };
    }
  }

  /** A promise is gone from the stock at once. */
  static class TakesAtPrepare extends ParticipantContract {
    @Override
    Answer answer(Journal journal, int stock) {
      return new Almost(journal, stock) {
        @Override
        public int stock() {
          return free();
        }
      };
    }
  }

  private ParticipantWrongAnswers() {}
}
