package scalebook.microservices.shop;

import scalebook.engines.http.Answer;

/** A status and a line of text. */
public record Reply(int status, String text) {
  static Reply ok(String text) {
    return new Reply(200, text);
  }

  /** As it goes to a client. */
  public Answer answer() {
    return Answer.text(status, text);
  }
}
