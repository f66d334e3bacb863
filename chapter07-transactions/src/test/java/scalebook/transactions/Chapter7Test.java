package scalebook.transactions;

import scalebook.book.testing.ChapterTests;

class Chapter7Test extends ChapterTests {
  Chapter7Test() {
    super(new Chapter7());
  }
}
