/**
 * What the demo seller sells: one list for both twins, so that an eMAG offer's `part_number` is the ERP's item.
 * Prices are net, four decimals, as eMAG writes them (emag-api.md §4.4); `vat` is a fraction; stock is per warehouse.
 */
export type Product = {
  offerId: number;
  sku: string;
  name: string;
  ean: string;
  pnk: string;
  netPrice: string;
  vat: string;
  stock: { MAIN: number; OUTLET: number };
  /** Deposit-return (SGR) per unit, net, for drinks; null for everything else. */
  deposit: string | null;
};

export const catalogue: Product[] = [
  {
    offerId: 401,
    sku: "CHAIR-01",
    name: "Scaun dining stejar",
    ean: "5940000000017",
    pnk: "DCHAIR001",
    netPrice: "272.7190",
    vat: "0.2100",
    stock: { MAIN: 80, OUTLET: 4 },
    deposit: null,
  },
  {
    offerId: 402,
    sku: "LAMP-02",
    name: "Lampă de birou LED",
    ean: "5940000000024",
    pnk: "DLAMP0002",
    netPrice: "82.6446",
    vat: "0.2100",
    stock: { MAIN: 240, OUTLET: 0 },
    deposit: null,
  },
  {
    offerId: 403,
    sku: "MUG-03",
    name: "Cană ceramică 350 ml",
    ean: "5940000000031",
    pnk: "DMUG00003",
    netPrice: "16.5207",
    vat: "0.2100",
    stock: { MAIN: 900, OUTLET: 30 },
    deposit: null,
  },
  {
    offerId: 404,
    sku: "BOOK-04",
    name: "Atlas ilustrat al Carpaților",
    ean: "9786060000044",
    pnk: "DBOOK0004",
    netPrice: "80.1802",
    vat: "0.1100",
    stock: { MAIN: 120, OUTLET: 0 },
    deposit: null,
  },
  {
    offerId: 405,
    sku: "HONEY-05",
    name: "Miere de salcâm 500 g",
    ean: "5940000000055",
    pnk: "DHONEY005",
    netPrice: "31.5225",
    vat: "0.1100",
    stock: { MAIN: 300, OUTLET: 12 },
    deposit: null,
  },
  {
    offerId: 406,
    sku: "WATER-06",
    name: "Apă minerală 6 x 2 l",
    ean: "5940000000062",
    pnk: "DWATER006",
    netPrice: "17.9910",
    vat: "0.1100",
    stock: { MAIN: 400, OUTLET: 0 },
    deposit: "3.0000",
  },
  {
    offerId: 407,
    sku: "RUG-07",
    name: "Covor lână 160 x 230",
    ean: "5940000000079",
    pnk: "DRUG00007",
    netPrice: "536.7769",
    vat: "0.2100",
    stock: { MAIN: 14, OUTLET: 2 },
    deposit: null,
  },
  {
    offerId: 408,
    sku: "TOWEL-08",
    name: "Prosop bumbac 70 x 140",
    ean: "5940000000086",
    pnk: "DTOWEL008",
    netPrice: "41.3140",
    vat: "0.2100",
    stock: { MAIN: 350, OUTLET: 0 },
    deposit: null,
  },
  {
    offerId: 409,
    sku: "KETTLE-09",
    name: "Fierbător inox 1,7 l",
    ean: "5940000000093",
    pnk: "DKETTL009",
    netPrice: "107.3554",
    vat: "0.2100",
    stock: { MAIN: 65, OUTLET: 0 },
    deposit: null,
  },
  {
    offerId: 410,
    sku: "CANDLE-10",
    name: "Lumânare ceară de albine",
    ean: "5940000000109",
    pnk: "DCANDL010",
    netPrice: "20.6529",
    vat: "0.2100",
    stock: { MAIN: 500, OUTLET: 0 },
    deposit: null,
  },
  {
    offerId: 411,
    sku: "SHELF-11",
    name: "Raft modular brad",
    ean: "5940000000116",
    pnk: "DSHELF011",
    netPrice: "189.2562",
    vat: "0.2100",
    stock: { MAIN: 3, OUTLET: 1 },
    deposit: null,
  },
  {
    offerId: 412,
    sku: "CLOCK-12",
    name: "Ceas de perete",
    ean: "5940000000123",
    pnk: "DCLOCK012",
    netPrice: "74.3719",
    vat: "0.2100",
    stock: { MAIN: 1, OUTLET: 0 },
    deposit: null,
  },
];

/** Non-stock items of the ERP that carry money rather than goods, and the tax category each falls in. */
export const serviceItems = [
  { id: "SHIPPING", name: "Transport", vat: "0.2100" },
  { id: "VOUCHER", name: "Voucher eMAG", vat: "0.2100" },
  { id: "SGR", name: "Garanție SGR", vat: "0.0000" },
];
