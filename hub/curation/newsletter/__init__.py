"""The newsletter desk: gathering, composing, checking, rendering and sending issues."""
