package scalebook.sessions;

import scalebook.book.testing.ChapterTests;

class Chapter2Test extends ChapterTests {
  Chapter2Test() {
    super(new Chapter2());
  }
}
