export const people = {
  people: {
    title: "People",
    lead: "Who may sign in, and what for. A change of role or a stop ends what they are signed in with at once.",
    name: "Name",
    role: "Role",
    seller: "Seller",
    staff: "Staff",
    lastSeen: "Last seen",
    secondFactor: "Second factor",
    disabled: "Stopped",
    you: "you",
    invite: "Invite",
    inviteTitle: "Invite somebody",
    email: "E-mail",
    taken: "Somebody with this e-mail is here already.",
    invited: "Invited",
    sent: "The link was sent to {email}.",
    linkOnce: "No mail server is set up. Give this link to {email} yourself; it is shown this once and opens one time.",
    reset: "New password link",
    stop: "Stop",
    restart: "Let back in",
    removeFactor: "Remove second factor",
    letter: {
      inviteSubject: "Your access to MEGZO",
      inviteText:
        "Hello {name},\n\nYou have been given access to MEGZO. Choose your password here within three days:\n\n{link}\n",
      resetSubject: "A new password for MEGZO",
      resetText:
        "Hello {name},\n\nChoose a new password here within two hours:\n\n{link}\n\nIf you did not ask for it, do nothing: your password stays as it is.\n",
    },
  },
};
