package scalebook.microservices.shop;

/** A status and a line of text. */
public record Reply(int status, String text) {
  static Reply ok(String text) {
    return new Reply(200, text);
  }
}
