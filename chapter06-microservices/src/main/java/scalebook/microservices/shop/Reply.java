package scalebook.microservices.shop;

import scalebook.engines.http.Answer;

/**
 * A status and a line of text.
 *
 * @param by the instance that answered, where it is known
 */
public record Reply(int status, String text, String by) {
  /** In an answer to outside. */
  public static final String INSTANCE = "X-Instance";

  public Reply(int status, String text) {
    this(status, text, "");
  }

  static Reply ok(String text) {
    return new Reply(200, text);
  }

  /** As it goes to a client. */
  public Answer answer() {
    Answer answer = Answer.text(status, text);
    return by.isEmpty() ? answer : answer.with(INSTANCE, by);
  }
}
