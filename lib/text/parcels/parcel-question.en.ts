export const parcelQuestion = {
  parcelQuestion: {
    title: "The parcel needs an answer",
    why: "eMAG gave no usable value for this. No AWB was ordered, because each one is billed and cannot be taken back. What you write here is used for this parcel alone, as long as eMAG does not change the order's own value.",
    submit: "Answer and go on",
    answered: "Noted: the parcel is ordered now.",
    nothing: "Nothing is asked any more.",
    field: {
      shipping_contact: "Who receives the parcel",
      shipping_street: "Street and number",
      shipping_phone: "Receiver's phone",
      shipping_locality_id: "eMAG's number of the place",
      locker_id: "eMAG's id of the locker",
    },
    wrong: {
      shipping_contact: "Write a name.",
      shipping_street: "At least 3 characters, at most 255.",
      shipping_phone: "8 to 11 digits, with a + in front at most.",
      shipping_locality_id: "A whole number, as eMAG's list of places has it.",
      locker_id: "At least 3 characters, as the order in eMAG shows it.",
    },
  },
};
