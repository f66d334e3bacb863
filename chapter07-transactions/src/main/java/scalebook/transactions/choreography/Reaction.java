package scalebook.transactions.choreography;

import scalebook.transactions.shop.Part;

/**
 * One line of a choreography: a service hears an event, does or undoes a step of its own, and says
 * what has happened.
 *
 * @param refused what it says when it cannot; empty for what must succeed
 */
public record Reaction(Part at, String on, boolean undo, String step, String then, String refused) {

  static Reaction does(Part at, String on, String step, String then, String refused) {
    return new Reaction(at, on, false, step, then, refused);
  }

  static Reaction undoes(Part at, String on, String step, String then) {
    return new Reaction(at, on, true, step, then, "");
  }

  boolean mayRefuse() {
    return !refused.isEmpty();
  }
}
