"""What certification means: pure rules over dated facts."""
