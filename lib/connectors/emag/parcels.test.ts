import { describe, expect, it } from "vitest";
import type { ParcelRequest } from "@/lib/connectors/contract";
import { answer, refusal, scripted, success } from "@/lib/connectors/emag/scripted";

const ref = { id: "501000001", fulfilment: "seller" as const };

const party = {
  contact: "Depozit",
  phone: "0700 000 002",
  localityId: "8801",
  street: "Str. Depozitului 2",
  postalCode: null,
};
const request: ParcelRequest = {
  orderId: ref.id,
  sender: { ...party, name: "Demo Seller SRL", isCompany: true, addressId: "12345" },
  receiver: {
    ...party,
    name: "Ana Test",
    contact: "Ana Test",
    phone: "0040700000001",
    postalCode: "400001",
    isCompany: false,
  },
  cashOnDelivery: "209.99",
  currency: "RON",
  weight: "1.5",
  parcels: 1,
  lockerId: null,
  courierAccountId: null,
  note: ref.id,
};

describe("a parcel", () => {
  const ids = { emag_id: 255700001, reservation_id: 900001 };
  const numbered = { ...ids, awb_number: "4EMGLN100000001", awb_barcode: "4EMGLN100000001001" };
  const parcel = { parcelId: "255700001", reservationId: "900001", number: "4EMGLN100000001", courier: "Sameday" };

  it("is ordered with the cash to collect and the fields of a courier delivery", async () => {
    const { channel, sent } = scripted([success([{ ...numbered, courier: { courier_name: "Sameday" } }])]);
    expect(await channel.createParcel(request)).toEqual(parcel);
    expect(sent[0]?.json).toEqual({
      data: [
        {
          order_id: 501000001,
          type: 1,
          sender: {
            address_id: "12345",
            name: "Demo Seller SRL",
            contact: "Depozit",
            phone1: "0700000002",
            locality_id: 8801,
            street: "Str. Depozitului 2",
          },
          receiver: {
            name: "Ana Test",
            contact: "Ana Test",
            phone1: "+40700000001",
            legal_entity: 0,
            locality_id: 8801,
            street: "Str. Depozitului 2",
            zipcode: "400001",
          },
          is_oversize: 0,
          insured_value: 0,
          weight: 1.5,
          envelope_number: 0,
          parcel_number: 1,
          cod: 209.99,
          currency: "RON",
          observation: "501000001",
        },
      ],
    });
  });

  it("goes to the locker and by the account that were chosen, with no weight where none is known", async () => {
    const { channel, sent } = scripted([success([numbered])]);
    await channel.createParcel({ ...request, weight: null, lockerId: "dce0b7cf", courierAccountId: "71" });
    expect(sent[0]?.json).toMatchObject({ data: [{ locker_id: "dce0b7cf", courier_account_id: 71 }] });
    expect(sent[0]?.body).not.toContain("weight");
  });

  it("is not ordered in a currency couriers do not collect, and costs nothing then", async () => {
    const { channel, sent } = scripted([success([numbered])]);
    await expect(channel.createParcel({ ...request, currency: "BGN" })).rejects.toThrow("field-refused");
    expect(sent).toEqual([]);
  });

  it("is understood in both shapes of the answer", async () => {
    const object = {
      reservation_id: 900001,
      courier_id: 3,
      courier_name: "Sameday",
      awb: [{ ...numbered, reservation_id: undefined }],
    };
    expect(await scripted([success(object)]).channel.createParcel(request)).toEqual(parcel);
    expect(await scripted([success([object])]).channel.createParcel(request)).toEqual(parcel);
  });

  it("is looked up once when only its ids come, and kept whatever comes of that", async () => {
    const found = success([{ ...ids, awb: [{ ...numbered }], courier: { courier_name: "Sameday" } }]);
    const first = scripted([success([ids]), found]);
    expect(await first.channel.createParcel(request)).toEqual(parcel);
    expect(first.sent.map(({ route }) => route)).toEqual(["awb/save", "awb/read"]);
    const byReservation = scripted([success({ reservation_id: 900001 }), found]);
    expect((await byReservation.channel.createParcel(request)).parcelId).toBe("255700001");
    expect(byReservation.sent[1]?.json).toEqual({ reservation_id: 900001 });
    expect(await scripted([success([ids]), refusal("later")]).channel.createParcel(request)).toEqual({
      parcelId: "255700001",
      reservationId: "900001",
      number: null,
      courier: null,
    });
  });

  it("is in doubt when eMAG accepts it and names nothing", async () => {
    for (const results of [[], "", [{}], [{ emag_id: {} }]]) {
      await expect(scripted([success(results)]).channel.createParcel(request)).rejects.toThrow(
        "outcome-unknown (unknown)",
      );
    }
  });

  it("is read by its id only, and another one's data is refused", async () => {
    expect(await scripted([success([])]).channel.readParcel("255700001")).toBeNull();
    const other = scripted([success([{ emag_id: 1, awb_number: "X" }])]);
    await expect(other.channel.readParcel("255700001")).rejects.toThrow("another parcel");
  });

  it("has a label that is really a PDF", async () => {
    const good = scripted([answer("%PDF-1.4 label", 200, { "content-type": "application/pdf" })]);
    expect(new TextDecoder().decode(await good.channel.readLabel("255700001"))).toBe("%PDF-1.4 label");
    expect(good.sent[0]).toMatchObject({ method: "GET", route: "awb/read_pdf?emag_id=255700001&awb_format=A4" });
    await expect(scripted([refusal("ERROR: AWB not found.")]).channel.readLabel("1")).rejects.toThrow(
      "refused (rejected)",
    );
    await expect(scripted([answer("<html>")]).channel.readLabel("1")).rejects.toThrow("unexpected-answer (transient)");
    await expect(scripted([success([])]).channel.readLabel("1")).rejects.toThrow("unexpected-answer (transient)");
  });
});
