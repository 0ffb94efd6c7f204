import { describe, expect, it } from "vitest";
import { redactTurns } from "../../../../src/datasets/redaction/redactTurns.ts";

const redacted = (text: string, profile: Readonly<Record<string, string>> = {}): string => redactTurns([{ text }], profile).turns[0]!.text;

describe("what is replaced", () => {
  it.each([
    // Telephones
    ["call me on 13812345678", "call me on [phone 1]"],
    ["我的手机是138 1234 5678，也可以打139-8765-4321。", "我的手机是[phone 1]，也可以打[phone 2]。"],
    ["电话１３８１２３４５６７８", "电话[phone 1]"],
    ["+86 138 1234 5678 / 0086-13812345678 / 13812345678", "[phone 1] / [phone 1] / [phone 1]"],
    ["tel13812345678", "tel[phone 1]"],
    ["13812345678,13987654321", "[phone 1],[phone 2]"],
    ["座机010-62345678转801，或者0571 8765 4321", "座机[phone 1]，或者[phone 2]"],
    ["(021) 6234 5678", "[phone 1]"],
    ["客服400-820-8820", "客服[phone 1]"],
    ["ring +44 20 7946 0958 or 020 7946 0958", "ring [phone 1] or [phone 1]"],
    ["(415) 555-0132, 415-555-0133, 1-800-555-0199", "[phone 1], [phone 2], [phone 3]"],
    ["c'est le 06 12 34 56 78", "c'est le [phone 1]"],
    ["07700 900123", "[phone 1]"],
    ["my phone number is 5550132", "my phone number is [phone 1]"],
    ["手机号：90123456", "手机号：[phone 1]"],
    ["+1 (415) 555-0132", "[phone 1]"],
    // Mail
    ["write to jo.bloggs+shop@mail.example.co.uk, please", "write to [email 1], please"],
    ["邮箱zhang_wei@163.com谢谢", "邮箱[email 1]谢谢"],
    ["A@b.com a@B.com", "[email 1] [email 1]"],
    ["发到 abc＠qq．com", "发到 [email 1]"],
    ["<a@b.io>.", "<[email 1]>."],
    // Papers
    ["身份证11010519491231002X", "身份证[id 1]"],
    ["110105 19491231 002x 好的", "[id 1] 好的"],
    ["我的身份证号是110105491231002", "我的身份证号是[id 1]"],
    ["护照号E12345678", "护照号[id 1]"],
    ["my passport number is 533380006", "my passport number is [id 1]"],
    ["SSN 078-05-1120", "SSN [id 1]"],
    ["香港身份证A123456(3)", "香港身份证[id 1]"],
    ["A123456789", "[id 1]"],
    ["DNI 12345678Z, NIE X1234567L", "DNI [id 1], NIE [id 2]"],
    ["cpf 529.982.247-25", "cpf [id 1]"],
    ["2 55 08 14 168 025 38", "[id 1]"],
    ["NI: QQ 12 34 56 C no, AB 12 34 56 C yes", "NI: QQ 12 34 56 C no, [id 1] yes"],
    // Money
    ["IBAN DE89 3704 0044 0532 0130 00 thanks", "IBAN [iban 1] thanks"],
    ["GB82WEST12345698765432 and gb82 west 1234 5698 7654 32", "[iban 1] and [iban 1]"],
    ["4111 1111 1111 1111 exp 12/27", "[card 1] exp 12/27"],
    ["卡号6222021234567890128", "卡号[card 1]"],
    ["5500-0000-0000-0004, 378282246310005", "[card 1], [card 2]"],
    ["3782 822463 10005", "[card 1]"],
    // Network
    ["ftp://bob:secret@files.example.org/x y", "[link 1] y"],
    ["https://wa.me/447700900123", "[link 1]"],
    ["see linkedin.com/in/jo-bloggs-12", "see [link 1]"],
    ["from 203.0.113.7, 2001:db8::ff00:42:8329", "from [ip 1], [ip 2]"],
    // Accounts
    ["加我QQ：123456789", "加我QQ：[account 1]"],
    ["qq是 987654321 谢谢", "qq是 [account 1] 谢谢"],
    ["微信号：zhangwei_88", "微信号：[account 1]"],
    ["加微信lihua2020吧", "加微信[account 1]吧"],
    ["vx: abcdefgh", "vx: [account 1]"],
    ["my wechat is jo_blog", "my wechat is [account 1]"],
    ["telegram: @jo_bloggs", "telegram: [account 1]"],
    // Addresses
    ["I live at 221B Baker Street, London NW1 6XE.", "I live at [address 1]."],
    ["742 Evergreen Terrace, Springfield, OR 97477", "[address 1]"],
    ["send it to 1600 Pennsylvania Ave NW", "send it to [address 1]"],
    ["12 N. Main St., Apt 4B", "[address 1]"],
    ["350 5th Ave, Suite 7510, New York, NY 10118", "[address 1]"],
    ["its 12 acacia avenue", "its [address 1]"],
    ["P.O. Box 1234", "[address 1]"],
    ["Portland, OR 97201", "[address 1]"],
    ["我住在北京市朝阳区建国路88号3单元501室。", "我住在[address 1]。"],
    ["地址：浙江省杭州市西湖区文三路90号东部软件园1号楼302室", "地址：[address 1]"],
    ["寄到武侯区人民南路四段12号", "寄到[address 1]"],
    ["上海市静安区延安西路123弄45号6楼", "[address 1]"],
    ["在翠湖花园3栋2单元501", "在[address 1]"],
    ["我家在中山路一百二十号", "我家在[address 1]"],
  ])("%s", (before, after) => {
    expect(redacted(before)).toBe(after);
  });
});

describe("what stays", () => {
  it.each([
    "It costs $1,299.00 or 12 x 99.90, on 2024-03-01 at 10:20:30.",
    "2025-03-01T10:20:00+08:00",
    "03/01/2024 1200 units, 01.02.2024, 2024/3/1",
    "order 20240301-0042, order no. 88231, ticket #1234567",
    "20240301102030",
    "the timestamp 1700000000000",
    "+20 000 000 in revenue, 1,380,000,000 people, 0.13812345678",
    "version 1.2.3.4, v10.0.0.1, chapter 1.2.3",
    "std::cout, 12:30:45, 16:9",
    "opens 0900-1230, 1400-1800",
    "call me at 5 or text me on 12/03/2024",
    "4111 1111 1111 1112 is no card",
    "110105194912310021 is no id, 123456789012345678 neither",
    "DE89 3704 0044 0532 0130 01",
    "Follow @shop, https://example.org/a?b=1, wechat payment works, WeChat is working",
    "10 minutes down the road, 2 weeks on the road, 5 star street food, 3 blocks of Main Street",
    "MacBook M2 8GB, DDR4 16GB",
    "90 days of an app, 30 sessions for 240 dollars, 50% off",
    "课程原价12800元，现在9折，3月5号前报名，第12号学员",
    "我知道3号要交，坐地铁2号线，我们走路3号到",
    "我们有3栋楼，12层，共240户",
    "订单20240301123456，尾号8823",
    "我在成都市武侯区",
    "微信支付，QQ音乐，qq群很热闹",
    "思路1号方案2位",
    "每天30分钟，一共12周，价格¥3,980.00",
    "1.13536596298",
    "C_8d433f2deccc4176830622217a86c456, a7b13812345678c9, daf8443b-c050-4898-983b-eed6caa5b711",
    "flight HAT002 (2024-05-19, depart 21:00, arrive 01:30 +1)",
    "[phone 1] said [name 2]",
    "",
  ])("%s", (text) => {
    expect(redacted(text)).toBe(text);
  });
});

describe("names of the profile", () => {
  it.each([
    [{ name: "Delia Marsh" }, "Hi Delia, delia marsh? DELIA's sister. A marsh.", "Hi [name 1], [name 1]? [name 1]'s sister. A marsh."],
    [{ first_name: "José", lastName: "Núñez-Ortega" }, "jose, José, Mr Nunez-Ortega, ortega", "[name 1], [name 1], Mr [name 1], [name 1]"],
    [{ customer_name: "Will Rose", spouse_name: "Ann-Marie" }, "Will you? Hi Will, will you? Ann-Marie rose.", "Will you? Hi [name 1], will you? [name 2] rose."],
    [{ name: "May" }, "May, are you there? May I? In May.", "[name 1], are you there? May I? In [name 1]."],
    [{ 姓名: "张伟明" }, "我是张伟明，叫我伟明，张先生，小张也行，张总价高，一张纸", "我是[name 1]，叫我[name 1]，[name 1]先生，小[name 1]也行，张总价高，一张纸"],
    [{ 姓名: "欧阳娜" }, "欧阳女士，欧阳娜您好", "[name 1]女士，[name 1]您好"],
    [{ 姓名: "时先生" }, "时先生，一小时", "[name 1]先生，一小时"],
    [{ nickname: "sunny_88" }, "it's Sunny_88, sunny day", "it's [name 1], sunny day"],
    [{ name: "Wei" }, "我是Wei啊, weight", "我是[name 1]啊, weight"],
    [{ company_name: "Acme", city: "Leeds", name: "" }, "Acme in Leeds", "Acme in Leeds"],
    [{ phone: "555 0132", 微信: "hello-me" }, "ring 555 0132 or HELLO-ME", "ring [phone 1] or [account 1]"],
  ] as const)("%o", (profile, before, after) => {
    expect(redacted(before, profile as Readonly<Record<string, string>>)).toBe(after);
  });

  it("are replaced in the profile too, with one number for one thing", () => {
    const { profile, turns, counts, examples } = redactTurns([{ text: "I am Jo Bloggs, 13812345678" }], { name: "Jo Bloggs", mobile: "+8613812345678", city: "Leeds", age: "41" });
    expect(profile).toEqual({ name: "[name 1]", mobile: "[phone 1]", city: "Leeds", age: "41" });
    expect(turns[0]?.text).toBe("I am [name 1], [phone 1]");
    expect(counts).toEqual({ name: 2, phone: 2 });
    expect(examples).toEqual([{ placeholder: "[name 1]", place: "profile.name" }, { placeholder: "[phone 1]", place: "profile.mobile" }, { placeholder: "[name 1]", place: "turn 1" }, { placeholder: "[phone 1]", place: "turn 1" }]);
  });
});

describe("numbers of placeholders", () => {
  it("are those of the conversation, and go on after the ones that stand there", () => {
    const { turns } = redactTurns([{ text: "[phone 3] or 13812345678" }, { text: "13987654321, 13812345678" }], {});
    expect(turns.map(({ text }) => text)).toEqual(["[phone 3] or [phone 4]", "[phone 5], [phone 4]"]);
  });

  it("are the same in a turn and its messages, which are not counted again", () => {
    const { turns, counts } = redactTurns([{ index: 0, text: "hi\n13812345678", messages: [{ text: "hi" }, { text: "13812345678", fileIndex: 1 }] }], {});
    expect(turns).toEqual([{ index: 0, text: "hi\n[phone 1]", messages: [{ text: "hi" }, { text: "[phone 1]", fileIndex: 1 }] }]);
    expect(counts).toEqual({ phone: 1 });
  });

  it("count the longest of what overlaps", () => {
    expect(redacted("https://bob:pw@13812345678.example.com/1")).toBe("[link 1]");
    expect(redacted("13812345678@163.com")).toBe("[email 1]");
  });
});
